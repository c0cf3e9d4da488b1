// Whether, to whom and when a survey shows itself.
import { keep, keepOf } from "./kept.js";

const DAY_MS = 864e5;
const APART_DAYS = 1; // between two surveys that come unasked
export const UNASKED = ["modal", "corner"]; // these come to the visitor; the others wait for them

const days = (since) => (since ? (Date.now() - since) / DAY_MS : Infinity);

/** "/pricing*" is a path, "https://…" a whole address; several are divided by spaces. */
export const fits = (patterns, href = location.href) =>
  patterns.split(/\s+/).some((pattern) => {
    const { pathname, search, hash } = new URL(href);
    const path = pathname + (/[?#]/.test(pattern) ? search + hash : "");
    const rule = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
    return RegExp(`^${rule}$`).test(pattern.includes("://") ? href : path);
  });

const isOne = (wanted, found) => [].concat(wanted).some((one) => `${one}` === `${found}`);
const known = (when, properties) => Object.keys(when).every((name) => isOne(when[name], properties[name]));

/** A number of this browser for this survey from 0 to 100, drawn anew each 30 days. */
const luck = (slug) =>
  keepOf(slug, (kept) => {
    if (days(kept.drawn) > 30) Object.assign(kept, { luck: Math.random() * 100, drawn: Date.now() });
    return kept.luck;
  });

/** Why the survey doesn't show itself now; empty when it may. `rest` is what the server asks for. */
export const hindrance = (slug, options, properties, rest = {}) => {
  const unasked = UNASKED.includes(options.mode);
  const { shown, answered, muted } = keepOf(slug, (kept) => kept);
  const least = (name, usual) => Math.max(options[name] ?? (unasked ? usual : 0), (unasked && rest[name]) || 0);
  if (muted > Date.now()) return "muted";
  if (options.url && !fits(options.url)) return "url";
  if (options.when && !known(options.when, properties)) return "when";
  if (days(shown) < least("shownDays", 30)) return "shown";
  if (days(answered) < least("answeredDays", 90)) return "answered";
  const other = unasked && keep((all) => all.unasked);
  if (other && other.slug !== slug && days(other.at) < APART_DAYS) return "another";
  const sample = Math.min(options.sample ?? 100, unasked ? (rest.sample ?? 100) : 100);
  return sample < 100 && luck(slug) >= sample ? "sample" : "";
};

/** Whether it is the first time for the response that it shows. */
export const wasShown = (slug, mode) => {
  if (UNASKED.includes(mode)) {
    keep((all) => {
      all.unasked = { slug, at: Date.now() };
    });
  }
  return keepOf(slug, (kept) => {
    kept.shown = Date.now();
    return kept.seen !== (kept.seen = kept.key);
  });
};

const scrolled = () => {
  const { scrollTop, scrollHeight, clientHeight } = document.scrollingElement || document.documentElement;
  const room = scrollHeight - clientHeight;
  return room > 0 ? (100 * scrollTop) / room : 100;
};

/** Calls `then` once the visitor has been here `delay` seconds and gone down `scroll` percent; returns a way to give up. */
export const whenReady = ({ delay, scroll }, then) => {
  const look = () => {
    if (scroll && scrolled() < scroll) return;
    removeEventListener("scroll", look);
    then();
  };
  const timer = setTimeout(() => {
    addEventListener("scroll", look, { passive: true });
    look();
  }, (delay || 0) * 1000);
  return () => {
    clearTimeout(timer);
    removeEventListener("scroll", look);
  };
};
