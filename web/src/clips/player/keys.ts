/** Everything a key does in the player. */
export type Action =
  | "toggle"
  | "back"
  | "forward"
  | "frameBack"
  | "frameForward"
  | "start"
  | "end"
  | "newer"
  | "older"
  | "slower"
  | "faster"
  | "quality"
  | "autoplay"
  | "mute"
  | "fullScreen"
  | "pictureInPicture"
  | "download"
  | "seen"
  | "star"
  | "help"
  | "close";

export interface Binding {
  action: Action;
  /** As KeyboardEvent.key has them, letters small. */
  keys: readonly string[];
}

export const BINDINGS: readonly Binding[] = [
  { action: "toggle", keys: [" ", "k"] },
  { action: "back", keys: ["j"] },
  { action: "forward", keys: ["l"] },
  { action: "frameBack", keys: [","] },
  { action: "frameForward", keys: ["."] },
  { action: "start", keys: ["Home"] },
  { action: "end", keys: ["End"] },
  { action: "newer", keys: ["ArrowLeft"] },
  { action: "older", keys: ["ArrowRight"] },
  { action: "slower", keys: ["<"] },
  { action: "faster", keys: [">"] },
  { action: "quality", keys: ["q"] },
  { action: "autoplay", keys: ["a"] },
  { action: "mute", keys: ["m"] },
  { action: "fullScreen", keys: ["f"] },
  { action: "pictureInPicture", keys: ["p"] },
  { action: "download", keys: ["d"] },
  { action: "seen", keys: ["u"] },
  { action: "star", keys: ["s"] },
  { action: "help", keys: ["?"] },
  { action: "close", keys: ["Escape"] },
];

export interface Press {
  key: string;
  /** Ctrl, Alt or Meta is held: the browser's own. */
  isChord: boolean;
  /** The kind of control that has the focus. */
  on: "page" | "button" | "slider" | "choice" | "text";
  /** The reader lets single keys act. */
  singleKeys: boolean;
}

/** What a key does here; null when it means something else already. */
export function findAction({ key, isChord, on, singleKeys }: Press): Action | null {
  if (isChord || on === "text") return null;
  const pressed = key.length === 1 ? key.toLowerCase() : key;
  if (on === "button" && pressed === " ") return null;
  if (on === "choice" && (pressed === " " || pressed.startsWith("Arrow"))) return null;
  if (on === "slider" && /^(Arrow|Home|End)/.test(pressed)) return null;
  // A key that writes a character is turned off with the others; "?" leads to where they are.
  if (!singleKeys && key.length === 1 && key !== "?") return null;
  return BINDINGS.find(({ keys }) => keys.includes(pressed))?.action ?? null;
}
