import type { Role } from "./api";

/** What each role may do; the API decides, this only keeps what is refused anyway off the page. */
export function mayGovern(role: Role): boolean {
  return role === "owner";
}

/** Continents with their zones, as a list of choices; a zone in use that the browser does not know stays. */
export function groupZones(zones: readonly string[], used: string) {
  const groups = new Map<string, string[]>();
  for (const zone of new Set([...zones, used].sort())) {
    const [area = zone] = zone.split("/", 1);
    const group = zone.includes("/") ? area : "UTC";
    groups.set(group, [...(groups.get(group) ?? []), zone]);
  }
  return [...groups].map(([group, items]) => ({
    group,
    items: items.map((value) => ({ value, label: value.replaceAll("_", " ") })),
  }));
}
