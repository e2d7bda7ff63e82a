import { afterEach, expect, test } from "vitest";
import { speak } from "../../src/texts";
import { readProblem } from "../../src/ui/problem";

afterEach(() => speak("en"));

const GONE = { code: "gone", detail: "this link was revoked; ask for a new one", status: 410 };

function say(body: unknown, status = 410): string {
  return readProblem(new Response(null, { status }), body).message;
}

test("the API's own sentence is told to who reads its language", () => {
  expect(say(GONE)).toBe(GONE.detail);
});

test("who reads another gets its words for the code, and the API's where it has none", async () => {
  await speak("de");
  expect(say(GONE)).toBe("Das gibt es nicht mehr.");
  expect(say({ ...GONE, code: "brand_new" })).toBe(GONE.detail);
});

test("what is not a problem's body says nothing of itself", () => {
  expect(say("<html>504</html>", 504)).toBe("Something went wrong on our side.");
  expect(say(null, 503)).toBe("Vedette is busy or being updated. Try again in a moment.");
});
