import { expect, test } from "vitest";
import { NO_FILTER } from "../../src/clips/filter";
import { fillGroup, findGroup, isOfNone, nameCameras, placeGroups } from "../../src/clips/groups";
import { CLIPS_CAMERAS_PER_QUESTION_MAX } from "../../src/contract";

const GROUPS = [
  ...placeGroups("home", [{ id: "g1", name: "Outside", cameras: ["porch", "garden", "later"] }]),
  ...placeGroups("barn", [
    { id: "g2", name: "Outside", cameras: ["yard"] },
    { id: "g3", name: "Nothing", cameras: [] },
  ]),
];
const CAMERAS = ["barn_yard", "home_attic", "home_garden", "home_porch"].map((id) => ({ id }));
const HOME = { ...NO_FILTER, site: "home", group: "g1" };

test("a group stands for its cameras, without those that are still to come", () => {
  const filled = fillGroup(HOME, GROUPS, CAMERAS);
  expect(filled).toEqual({ ...HOME, cameras: ["home_garden", "home_porch"] });
});

test("a guest's group has the guest's cameras only", () => {
  expect(fillGroup(HOME, GROUPS, [{ id: "home_porch" }])).toMatchObject({
    cameras: ["home_porch"],
  });
});

test("cameras named beside a group are looked for in it", () => {
  const both = { ...HOME, cameras: ["home_attic", "home_porch"] };
  expect(fillGroup(both, GROUPS, CAMERAS)).toMatchObject({ cameras: ["home_porch"] });
});

test("a group without a camera shows nothing instead of everything", () => {
  const filled = fillGroup({ ...NO_FILTER, group: "g3" }, GROUPS, CAMERAS);
  if (typeof filled === "string") throw new Error(filled);
  expect(isOfNone(filled)).toBe(true);
  expect(nameCameras(filled, "barn")).toBeNull();
  expect(isOfNone(NO_FILTER)).toBe(false);
  expect(nameCameras(NO_FILTER, "barn")).toEqual({});
});

test("a group that is gone, or of another site, is unknown", () => {
  expect(fillGroup({ ...HOME, group: "gone" }, GROUPS, CAMERAS)).toBe("unknown");
  expect(fillGroup({ ...HOME, site: "barn" }, GROUPS, CAMERAS)).toBe("unknown");
  expect(findGroup(GROUPS, { group: "g2", site: null })?.site).toBe("barn");
  expect(fillGroup(NO_FILTER, [], [])).toBe(NO_FILTER);
});

test("a group of more cameras than one question takes says so", () => {
  const cameras = Array.from({ length: CLIPS_CAMERAS_PER_QUESTION_MAX + 1 }, (_, n) => `cam${n}`);
  const groups = placeGroups("home", [{ id: "g1", name: "All", cameras }]);
  const known = cameras.map((camera) => ({ id: `home_${camera}` }));
  expect(fillGroup(HOME, groups, known)).toBe("too_large");
  expect(fillGroup(HOME, groups, known.slice(1))).toMatchObject({ group: "g1" });
});

test("a site is asked for its own cameras, and not at all when it has none of them", () => {
  const filled = { ...NO_FILTER, cameras: ["barn_yard", "home_garden", "home_porch"] };
  expect(nameCameras(filled, "home")).toEqual({ camera: "home_garden,home_porch" });
  expect(nameCameras(filled, "shed")).toBeNull();
});
