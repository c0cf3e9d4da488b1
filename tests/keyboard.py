"""What a page is to somebody without a mouse: all that acts takes the focus, in its order, and shows it."""

from playwright.sync_api import Page

MOST_STOPS = 120  # of one page
# Each is focused as by the Tab key: its own look, or that of its label or neighbour, must change.
WALK = """() => {
  const faults = [];
  const what = one => one.tagName.toLowerCase() + (one.id ? '#' + one.id : '') +
    ' “' + (one.ariaLabel || one.innerText || one.name || '').trim().slice(0, 30) + '”';
  const shown = one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
  const look = one => [one, one.parentElement, one.nextElementSibling].map(each => {
    if (!each) return '';
    const style = getComputedStyle(each);
    const ring = [style.outlineStyle, style.outlineWidth, style.outlineColor];
    const rest = [style.boxShadow, style.borderColor, style.backgroundColor];
    return [style.outlineStyle === 'none' ? '' : ring, ...rest].join();
  }).join('|');
  document.documentElement.style.setProperty('transition', 'none');
  const acting = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  for (const one of document.querySelectorAll(acting)) {
    if (one.disabled || one.tabIndex < 0 || one.closest('[inert]') || !shown(one)) continue;
    if (one.tabIndex > 0) faults.push(what(one) + ' is out of its order');
    if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
    const before = look(one);
    one.focus({focusVisible: true, preventScroll: true});
    if (document.activeElement !== one) faults.push(what(one) + ' takes no focus');
    else if (look(one) === before) faults.push(what(one) + ' does not show its focus');
  }
  for (const one of document.querySelectorAll('[onclick], [role=button], [role=link], [role=tab]'))
    if (shown(one) && one.tabIndex < 0) faults.push(what(one) + ' is for the mouse alone');
  document.activeElement?.blur();
  return faults;
}"""


def keyboard_faults(page: Page) -> list[str]:
    """In words; empty where the keyboard is enough."""
    found: list[str] = page.evaluate(WALK)
    return found


def tab_to(page: Page, wanted: str) -> None:
    """On by the Tab key until what the selector names has the focus; from the top where nothing has."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the Tab key does not come to {wanted}")
