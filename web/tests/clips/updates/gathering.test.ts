import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gathering } from "../../../src/clips/updates/gathering";
import { Page } from "./page";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function make(fetchMs = 0) {
  const page = new Page();
  const fetch = vi.fn(() => new Promise((resolve) => setTimeout(resolve, fetchMs)));
  return { page, fetch, gathering: new Gathering(fetch, page) };
}

test("a burst of fourteen cameras is one fetch, and soon", async () => {
  const { fetch, gathering } = make();
  for (let camera = 0; camera < 14; camera++) {
    gathering.add();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(fetch).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(20);
  expect(fetch).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test("news without end are one fetch a second", async () => {
  const { fetch, gathering } = make();
  for (let tenth = 0; tenth < 100; tenth++) {
    gathering.add();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(fetch.mock.calls.length).toBeGreaterThanOrEqual(9);
  expect(fetch.mock.calls.length).toBeLessThanOrEqual(10);
});

test("what comes while a fetch is on its way is fetched after it", async () => {
  const { fetch, gathering } = make(5000);
  gathering.add();
  await vi.advanceTimersByTimeAsync(400);
  gathering.add();
  await vi.advanceTimersByTimeAsync(4000);
  expect(fetch).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("a hidden page fetches when it is seen again, and only if there was something", async () => {
  const { page, fetch, gathering } = make();
  page.hide();
  gathering.add();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledTimes(0);
  page.show();
  await vi.advanceTimersByTimeAsync(400);
  expect(fetch).toHaveBeenCalledTimes(1);
  page.hide();
  page.show();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test("nothing is fetched for who left", async () => {
  const { page, fetch, gathering } = make();
  gathering.add();
  gathering.stop();
  page.show();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledTimes(0);
});
