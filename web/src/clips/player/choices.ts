/** What a reader wants to see: `auto` is the original unless the connection is to be spared. */
export const QUALITIES = ["auto", "original", "low"] as const;
export type Quality = (typeof QUALITIES)[number];

/** Times the speed of life. */
export const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** In every language the same. */
export const SPEED_NAMES: Readonly<Record<Speed, string>> = {
  0.25: "¼",
  0.5: "½",
  1: "1",
  1.5: "1½",
  2: "2",
  4: "4",
};

/** How a reader likes to watch; remembered by the browser, since it fits the device. */
export interface Choices {
  quality: Quality;
  speed: Speed;
  /** Go on to the next clip of the event by itself. */
  autoplay: boolean;
  muted: boolean;
  /** Single keys act; some people's speech input would press them by mistake. */
  keys: boolean;
}

export const DEFAULT_CHOICES: Choices = {
  quality: "auto",
  speed: 1,
  autoplay: true,
  muted: false,
  keys: true,
};

/** Takes what it knows from what was remembered, perhaps by another version of the app. */
export function parseChoices(text: string | null): Choices {
  const told = parseObject(text);
  const decided = (name: "autoplay" | "muted" | "keys"): boolean => {
    const value = told[name];
    return typeof value === "boolean" ? value : DEFAULT_CHOICES[name];
  };
  return {
    quality: QUALITIES.find((quality) => quality === told["quality"]) ?? DEFAULT_CHOICES.quality,
    speed: SPEEDS.find((speed) => speed === told["speed"]) ?? DEFAULT_CHOICES.speed,
    autoplay: decided("autoplay"),
    muted: decided("muted"),
    keys: decided("keys"),
  };
}

function parseObject(text: string | null): Record<string, unknown> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** The next faster or slower speed; the ends stay where they are. */
export function stepSpeed(speed: Speed, by: 1 | -1): Speed {
  const at = SPEEDS.indexOf(speed) + by;
  return SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)] ?? speed;
}
