import { describe, expect, test } from "vitest";
import { explainLow } from "../../../src/clips/player/low";
import { chooseVersion, listDownloads, type Wish } from "../../../src/clips/player/versions";
import { detailWith } from "./detail";

const ORIGINAL: Wish = { quality: "original", sparing: null, failed: [] };
const LOW: Wish = { quality: "low", sparing: null, failed: [] };
const AUTO: Wish = { quality: "auto", sparing: null, failed: [] };

describe("what is played", () => {
  test("is what was re-encoded for browsers rather than the original", () => {
    const both = detailWith(["original", "hd"]);
    expect(chooseVersion(both, ORIGINAL)?.rendition).toBe("hd");
  });

  test("is the original only when browsers play it", () => {
    expect(chooseVersion(detailWith(["original"]), ORIGINAL)?.rendition).toBe("original");
    expect(chooseVersion(detailWith(["original"], { playable: false }), ORIGINAL)).toBeNull();
    expect(chooseVersion(detailWith(["thumb"], { playable: false }), ORIGINAL)).toBeNull();
  });

  test("is the low version for whoever wants it, and on a connection to be spared", () => {
    const clip = detailWith(["original", "sd"]);
    expect(chooseVersion(clip, LOW)?.rendition).toBe("sd");
    expect(chooseVersion(clip, AUTO)?.rendition).toBe("original");
    expect(chooseVersion(clip, { ...AUTO, sparing: "metered" })?.rendition).toBe("sd");
    expect(chooseVersion(clip, { ...ORIGINAL, sparing: "metered" })?.rendition).toBe("original");
  });

  test("is the other version when one is missing or does not play, and then none", () => {
    const clip = detailWith(["original", "sd"]);
    expect(chooseVersion(detailWith(["original"]), LOW)?.rendition).toBe("original");
    expect(chooseVersion(clip, { ...AUTO, failed: ["full"] })?.rendition).toBe("sd");
    expect(chooseVersion(clip, { ...LOW, failed: ["low"] })?.rendition).toBe("original");
    expect(chooseVersion(clip, { ...AUTO, failed: ["full", "low"] })).toBeNull();
  });

  test("is the low version of what this browser cannot play, until there is a better one", () => {
    const clip = detailWith(["original", "sd"], { playable: false });
    expect(chooseVersion(clip, ORIGINAL)?.rendition).toBe("sd");
  });
});

describe("why the low version plays", () => {
  const explain = (clip: Parameters<typeof chooseVersion>[0], wish: Wish) => {
    const played = chooseVersion(clip, wish);
    return played === null ? "nothing plays" : explainLow(clip, played, wish);
  };

  test("is not said to whoever asked for it", () => {
    expect(explain(detailWith(["original", "sd"]), LOW)).toBeNull();
    expect(explain(detailWith(["original", "sd"]), AUTO)).toBeNull();
  });

  test("is the connection, the missing original or one that does not play", () => {
    const both = detailWith(["original", "sd"]);
    expect(explain(both, { ...AUTO, sparing: "saving" })).toBe("saving");
    expect(explain(both, { ...AUTO, failed: ["full"] })).toBe("failed");
    expect(explain(detailWith(["sd"], { playable: false }), AUTO)).toBe("missing");
    const unplayable = detailWith(["original", "sd"], { playable: false });
    expect(explain(unplayable, AUTO)).toBe("failed");
  });
});

test("every version can be downloaded under a name that says what it is", () => {
  const clip = detailWith(["original", "hd", "sd", "thumb"]);
  expect(listDownloads(clip).map(({ fileName }) => fileName)).toEqual([
    "home_porch_2026-11-21T04-26-14Z.mkv",
    "home_porch_2026-11-21T04-26-14Z_browser.mp4",
    "home_porch_2026-11-21T04-26-14Z_low.mp4",
  ]);
  expect(listDownloads(detailWith(["thumb"]))).toEqual([]);
});
