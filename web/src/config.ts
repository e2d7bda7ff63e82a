/** What the deployment tells the app, in /config.json. */
export interface Config {
  /** The token issuer. */
  authority: string;
  clientId: string;
  /** Base of the managed login pages. */
  loginUrl: string;
  /** Base of /v1; empty for the app's own origin. */
  apiUrl: string;
  /** Where open lists hear of new clips; null in a cloud that tells nobody. */
  updatesUrl: string | null;
}

const FIELDS = ["authority", "client_id", "login_url", "api_url", "updates_url"] as const;

/** Throws an Error naming the field that is missing or is no text. */
export function readConfig(value: unknown): Config {
  const source: Record<string, unknown> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const read = (field: (typeof FIELDS)[number]): string => {
    const text = source[field];
    if (typeof text !== "string") throw new Error(`config.json has no "${field}"`);
    return text.replace(/\/$/, "");
  };
  return {
    authority: read("authority"),
    clientId: read("client_id"),
    loginUrl: read("login_url"),
    apiUrl: read("api_url"),
    updatesUrl: source.updates_url === undefined ? null : read("updates_url"),
  };
}

/** Throws an Error when the file is absent or wrong. */
export async function fetchConfig(): Promise<Config> {
  const response = await fetch("/config.json", { cache: "no-store" });
  if (!response.ok) throw new Error(`config.json answered ${response.status}`);
  return readConfig(await response.json());
}
