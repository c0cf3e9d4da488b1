"""How sure a figure is whose formula is too tangled: leave out one bucket of customers at a time.

The answers are cut into buckets by a hash of the customer, so that several answers from one customer stay
together and are not taken for independent ones. With G buckets and T₍g₎ the figure without bucket g:
variance = (G − 1)/G · Σ (T₍g₎ − mean)², Student's t with G − 1 degrees of freedom.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.


def jackknife_covariance(without: "Floats") -> "Floats":
    """The covariance of k figures; row g of `without` (G × k) holds them without bucket g."""
    import numpy as np

    buckets = len(without)
    apart = without - without.mean(axis=0)
    covariance: Floats = (buckets - 1) / buckets * (apart.T @ apart)
    return np.atleast_2d(covariance)
