// The brand's colour, made readable: moved towards the ink until it stands out from the card.
const LIGHT = [[255, 255, 255], [28, 25, 23]]; // card and ink, as in style.css
const DARK = [[33, 30, 27], [245, 244, 242]];

const brightness = (rgb) =>
  rgb
    .map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
export const contrast = (a, b) => {
  const [x, y] = [brightness(a) + 0.05, brightness(b) + 0.05];
  return x > y ? x / y : y / x;
};
export const readable = (rgb, [card, ink]) => {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = rgb.map((c, i) => Math.round(c + (ink[i] - c) * share));
    if (contrast(mixed, card) >= 4.5) return mixed;
  }
  return ink;
};

export const colour = (host, shadow, wanted) => {
  const probe = document.createElement("i");
  probe.hidden = true;
  shadow.append(probe);
  probe.style.color = wanted || "var(--likely-color, #010203)";
  const rgb = getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
  probe.remove();
  if (`${rgb}` === "1,2,3") return; // none is wanted
  for (const [name, theme] of Object.entries({ light: LIGHT, dark: DARK })) {
    const accent = readable(rgb, theme);
    const on = contrast(accent, LIGHT[0]) >= 4.5 ? LIGHT[0] : LIGHT[1];
    host.style.setProperty(`--${name}-accent`, `rgb(${accent})`);
    host.style.setProperty(`--${name}-on`, `rgb(${on})`);
  }
};
