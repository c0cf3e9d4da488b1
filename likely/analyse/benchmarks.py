"""Published figures to hold a score against: quoted with source and year, never computed with (R17)."""

from likely.analyse.findings import Benchmark

_XM = "Qualtrics XM Institute, US consumer benchmark"

# The year is that of the answers where the source tells it. All are averages over several companies,
# asked of other people in other words: a reference, not a target.
BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark("All industries, US consumers", 20.3, _XM, 2021),
    Benchmark("Grocery, US consumers", 30.1, _XM, 2023),
    Benchmark("Retail, US consumers", 28.4, _XM, 2022),
    Benchmark("Streaming media, US consumers", 28, "Qualtrics XM Institute, Economics of NPS", 2022),
    Benchmark("Airlines, US consumers", 7, "Qualtrics XM Institute, Economics of NPS", 2022),
    Benchmark("Car rentals, US consumers", 3, "Qualtrics XM Institute, Economics of NPS", 2022),
    Benchmark("TV and internet service, US consumers", 0, "Temkin Group, NPS Benchmark Study", 2018),
    Benchmark("Car dealers, US consumers", 39, "Temkin Group, NPS Benchmark Study", 2018),
    Benchmark("Department stores, US consumers", 62, "NICE Satmetrix, B2C NPS Benchmarks", 2018),
    Benchmark("Manufacturing, business customers", 49, "CustomerGauge, NPS & CX Benchmarks", 2020),
    Benchmark("B2B software, clients of one vendor", 40, "Retently, NPS Benchmarks", 2022),
    Benchmark("Best of 220 US brands (Costco)", 79, "Satmetrix, NPS Industry Benchmarks", 2015),
)
