import { expect, test } from "vitest";
import { doEach } from "../../../src/clips/keeping/each";

test("a few at a time, in order, and each outcome with its item", async () => {
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const heard: number[] = [];
  const { done, failed } = await doEach(
    [5, 3, 1, 4, 2],
    2,
    async (item) => {
      begun.push(item);
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      running -= 1;
      if (item === 3) throw new Error("three");
      return item * 10;
    },
    (over) => heard.push(over),
  );
  expect(most).toBe(2);
  expect(begun).toEqual([5, 3, 1, 4, 2]);
  expect(done).toEqual([
    [5, 50],
    [1, 10],
    [4, 40],
    [2, 20],
  ]);
  expect(failed).toEqual([[3, new Error("three")]]);
  expect(heard).toEqual([1, 2, 3, 4, 5]);
});

test("nothing to do is done at once", async () => {
  const never = () => Promise.reject(new Error("asked"));
  expect(await doEach([], 4, never)).toEqual({ done: [], failed: [] });
});

test("what fails before it waits does not keep the others from being done", async () => {
  const work = (item: string): Promise<string> => {
    if (item === "a") throw new Error("at once");
    return Promise.resolve(item);
  };
  const { done, failed } = await doEach(["a", "b"], 1, work);
  expect(done).toEqual([["b", "b"]]);
  expect(failed.map(([item]) => item)).toEqual(["a"]);
});
