import { expect, test } from "vitest";
import {
  countLeft,
  explainDeletion,
  explainRestoration,
  explainStar,
  isOfThisPress,
  mayDelete,
  mayKeep,
} from "../../../src/clips/keeping/state";
import { texts } from "../../../src/texts";
import { Problem } from "../../../src/ui/problem";

const refused = (status: number) => new Problem("refused", "no", { status });

test("a letter that takes two units is one letter", () => {
  expect(countLeft("")).toBe(500);
  expect(countLeft("🎥a")).toBe(498);
});

test("who came second is told so, and who may not", () => {
  expect(explainStar(refused(409))).toBe(texts.keeping.conflict);
  expect(explainStar(refused(403))).toBe(texts.keeping.notYours);
  expect(explainStar(new Error())).toBe(texts.keeping.starFailed);
  expect(explainDeletion(refused(409))).toBe(texts.keeping.deleteStarred);
  expect(explainDeletion(new Error())).toBe(texts.keeping.deleteFailed);
  expect(explainRestoration(refused(410))).toBe(texts.keeping.tooLate);
  expect(explainRestoration(refused(503))).toBe(texts.keeping.restoreFailed);
});

test("only owners delete, and guests do not star", () => {
  expect(["owner", "operator", "viewer", "guest"].filter((role) => mayDelete({ role }))).toEqual([
    "owner",
  ]);
  expect(["owner", "operator", "viewer", "guest"].filter((role) => mayKeep({ role }))).toEqual([
    "owner",
    "operator",
    "viewer",
  ]);
  expect(mayDelete(undefined)).toBe(false);
});

test("a star that was there before is not taken back with the others", () => {
  expect(isOfThisPress({ yours: true, note: "" })).toBe(true);
  expect(isOfThisPress({ yours: true, note: "For the insurance" })).toBe(false);
  expect(isOfThisPress({ yours: false, note: "" })).toBe(false);
});
