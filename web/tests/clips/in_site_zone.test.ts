import { expect, test } from "vitest";
import { nameForeignZone } from "../../src/clips/in_site_zone";
import { readerZone } from "../../src/clips/zone";

test("a site's zone is named to readers in another one, as it is called at that time", () => {
  expect(nameForeignZone(readerZone(), "2026-07-01T12:00:00.000Z", "en-GB")).toBeNull();
  const zone = readerZone() === "Europe/Berlin" ? "Europe/London" : "Europe/Berlin";
  const summer = nameForeignZone(zone, "2026-07-01T12:00:00.000Z", "en-GB");
  const winter = nameForeignZone(zone, "2026-12-01T12:00:00.000Z", "en-GB");
  expect(summer).not.toBeNull();
  expect(summer).not.toBe(winter);
});
