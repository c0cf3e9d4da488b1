/** The widget of Likely. Loaded as a script it is `window.likely`; as a module it is the default export. */
export type Value = string | number | boolean;
export type Properties = Record<string, Value>;
export type Mode = "modal" | "corner" | "inline" | "button";
export type Group = "detractor" | "passive" | "promoter";

/** Where, how and to whom. With one of event, url, when, delay, scroll, sample, shownDays or answeredDays a
 *  survey shows itself by these rules; without any it shows at once. */
export interface ShowOptions {
  /** Usually "modal" for `show` and "corner" for a script tag. */
  mode?: Mode;
  /** For inline: a selector or an element to stand in. */
  into?: string | Element;
  /** Language code; usually that of the page, then those of the browser. */
  lang?: string;
  /** Any CSS colour; made readable on light and on dark. */
  color?: string;
  /** Usually as the visitor's system says. */
  theme?: "light" | "dark";
  side?: "left" | "right";
  /** Of the feedback button. */
  label?: string;
  /** Name of a `track` event that calls for it. */
  event?: string;
  /** "/pricing*" is a path, "https://…" an address; several are divided by spaces. */
  url?: string;
  /** Properties that must have this value, or one of these. */
  when?: Record<string, Value | Value[]>;
  /** Seconds on the page. */
  delay?: number;
  /** Percent of the page. */
  scroll?: number;
  /** Percent of browsers. */
  sample?: number;
  /** Days since it was last shown here. Usually 30 for modal and corner, else 0. */
  shownDays?: number;
  /** Days since it was last answered here. Usually 90 for modal and corner, else 0. */
  answeredDays?: number;
  /** Shows it, stores nothing. */
  preview?: boolean;
}

export interface Events {
  ready: undefined;
  shown: { survey: string };
  scored: { survey: string; score: number; group: Group };
  answered: { survey: string; answers: Record<string, unknown> };
  done: { survey: string; score?: number };
  closed: { survey: string; done?: boolean };
  skipped: { survey: string; reason: string };
  status: {
    survey: string;
    status: "saving" | "saved" | "offline" | "retrying" | "refused" | "too_long" | "ended";
  };
  track: { event: string; properties?: Properties };
}

export interface Likely {
  (deed: "identify", properties: Properties, signed?: string): void;
  (deed: "track", event: string, properties?: Properties): void;
  (deed: "show", survey: string, options?: ShowOptions): void;
  (deed: "hide", survey?: string): void;
  (deed: "host", address: string): void;
  <Name extends keyof Events>(deed: "on", event: Name, hear: (told: Events[Name]) => void): () => void;
}

export const likely: Likely;
export default likely;

declare global {
  interface Window {
    likely: Likely;
  }
}
