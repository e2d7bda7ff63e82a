/** What a push says; `path` is a page of this app. */
export interface Told {
  title: string;
  body: string;
  path: string;
  /** One event: a notification with the same tag takes the place of the one before. */
  tag: string;
}

/** Browsers want every push to be shown, so what cannot be read becomes the plainest of news. */
const SOMETHING: Told = { title: "Vedette", body: "", path: "/", tag: "vedette" };

/** Never fails; what is missing or leads elsewhere is replaced. */
export function readPush(text: string | null): Told {
  const told = parse(text);
  const word = (name: keyof Told) => {
    const value = told[name];
    return typeof value === "string" && value !== "" ? value : SOMETHING[name];
  };
  const path = word("path");
  return {
    title: word("title"),
    body: word("body"),
    path: path.startsWith("/#/") ? path : SOMETHING.path,
    tag: word("tag"),
  };
}

function parse(text: string | null): Partial<Record<keyof Told, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

interface Tab {
  url: string;
  focused: boolean;
}

/** The tab that shows a page soonest: one that shows it already, else the one looked at. */
export function chooseTab<T extends Tab>(tabs: readonly T[], url: string): T | null {
  return tabs.find((tab) => tab.url === url) ?? tabs.find((tab) => tab.focused) ?? tabs[0] ?? null;
}
