import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Link, type Listener, Updates } from "../../../src/clips/updates/connection";
import type { Place } from "../../../src/clips/updates/state";
import type { ClipArrivedMessage } from "../../../src/contract";
import { Page } from "./page";

const HOME: Place[] = [{ site: "home", cameras: null }];
const BARN: Place[] = [{ site: "barn", cameras: null }];
const ARRIVAL: ClipArrivedMessage = {
  clip_id: "01KAJ5X9QJ8Z3V6M2N4P7R0TSW",
  site: "home",
  camera: "porch",
  kind: "clip",
  recorded_at: "2026-11-21T04:26:14.123Z",
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A broker that lets everybody in, or nobody. */
class Broker {
  closed = false;
  opened: {
    places: readonly Place[];
    listener: Listener;
    link: Link & { close: ReturnType<typeof vi.fn> };
  }[] = [];

  readonly open = async (places: readonly Place[], listener: Listener): Promise<Link> => {
    const link = { close: vi.fn() };
    this.opened.push({ places, listener, link });
    if (this.closed) throw new Error("no");
    return link;
  };

  last() {
    const last = this.opened.at(-1);
    if (last === undefined) throw new Error("nobody connected");
    return last;
  }
}

function make() {
  const broker = new Broker();
  const page = new Page();
  return { broker, page, updates: new Updates(broker.open, page) };
}

const soon = () => vi.advanceTimersByTimeAsync(0);

test("followers hear that they may have missed something, then of each arrival", async () => {
  const { broker, updates } = make();
  const follower = vi.fn();
  updates.follow(HOME, follower);
  expect(updates.connected()).toBe(false);
  await soon();
  expect(updates.connected()).toBe(true);
  broker.last().listener.onArrival(ARRIVAL);
  expect(follower.mock.calls).toEqual([[null], [ARRIVAL]]);
});

test("a lost connection is tried again, later each time, and what was missed is asked for", async () => {
  const { broker, updates } = make();
  const follower = vi.fn();
  updates.follow(HOME, follower);
  await soon();
  broker.closed = true;
  broker.last().listener.onEnd();
  expect(updates.connected()).toBe(false);
  const waits: number[] = [];
  for (let tries = 2; tries < 12; tries++) {
    const from = Date.now();
    while (broker.opened.length < tries) await vi.advanceTimersByTimeAsync(100);
    waits.push(Math.round((Date.now() - from) / 1000));
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 120, 120, 120]);
  broker.closed = false;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(updates.connected()).toBe(true);
  expect(follower.mock.calls).toEqual([[null], [null]]);
});

test("who held for a while is back at once", async () => {
  const { broker, updates } = make();
  updates.follow(HOME, vi.fn());
  for (let times = 1; times < 4; times++) {
    await soon();
    await vi.advanceTimersByTimeAsync(70_000);
    broker.last().listener.onEnd();
    await vi.advanceTimersByTimeAsync(1000);
    expect(broker.opened.length).toBe(times + 1);
  }
});

test("a connection that ends again and again is not tried every second", async () => {
  const { broker, updates } = make();
  updates.follow(HOME, vi.fn());
  for (let second = 0; second < 60; second++) {
    await vi.advanceTimersByTimeAsync(1000);
    if (updates.connected()) broker.last().listener.onEnd();
  }
  expect(broker.opened.length).toBeLessThan(8);
});

test("a page that is hidden for five minutes disconnects, and is back when it is seen", async () => {
  const { broker, page, updates } = make();
  const follower = vi.fn();
  updates.follow(HOME, follower);
  await soon();
  page.hide();
  await vi.advanceTimersByTimeAsync(4 * 60_000);
  page.show();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(broker.opened.length).toBe(1);
  page.hide();
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(updates.connected()).toBe(false);
  expect(broker.last().link.close).toHaveBeenCalledTimes(1);
  // Nor does it try again.
  broker.last().listener.onEnd();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(broker.opened.length).toBe(1);
  page.show();
  await soon();
  expect(updates.connected()).toBe(true);
  expect(follower).toHaveBeenLastCalledWith(null);
});

test("a page that was opened behind others does not stay connected", async () => {
  const { broker, page, updates } = make();
  page.hide();
  updates.follow(HOME, vi.fn());
  await vi.advanceTimersByTimeAsync(6 * 60_000);
  expect(updates.connected()).toBe(false);
  expect(broker.opened.length).toBe(1);
});

test("another filter of the same site keeps the connection, another site has its own", async () => {
  const { broker, updates } = make();
  const leave = updates.follow(HOME, vi.fn());
  await soon();
  leave();
  const leaveAgain = updates.follow([...HOME], vi.fn());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(broker.opened.length).toBe(1);
  leaveAgain();
  const atHome = broker.last();
  const follower = vi.fn();
  updates.follow(BARN, follower);
  expect(atHome.link.close).toHaveBeenCalledTimes(1);
  expect(updates.connected()).toBe(false);
  await soon();
  expect(broker.last().places).toEqual(BARN);
  atHome.listener.onArrival(ARRIVAL);
  expect(follower.mock.calls).toEqual([[null]]);
});

test("the last who leaves ends it", async () => {
  const { broker, updates } = make();
  const leave = updates.follow(HOME, vi.fn());
  await soon();
  leave();
  await vi.advanceTimersByTimeAsync(3000);
  expect(updates.connected()).toBe(false);
  expect(broker.last().link.close).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(broker.opened.length).toBe(1);
});

test("signing out ends it at once, also one that is only being opened", async () => {
  const { broker, updates } = make();
  const watcher = vi.fn();
  updates.subscribe(watcher);
  const follower = vi.fn();
  updates.follow(HOME, follower);
  updates.close();
  await soon();
  expect(broker.last().link.close).toHaveBeenCalledTimes(1);
  expect(follower).not.toHaveBeenCalled();
  updates.follow(HOME, follower);
  await soon();
  expect(updates.connected()).toBe(true);
  updates.close();
  expect(updates.connected()).toBe(false);
  expect(watcher).toHaveBeenCalledTimes(2);
  broker.last().listener.onEnd();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(broker.opened.length).toBe(2);
});

test("a connection that ends while it is opened is tried again", async () => {
  const { broker, updates } = make();
  updates.follow(HOME, vi.fn());
  broker.last().listener.onEnd();
  await soon();
  expect(updates.connected()).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(updates.connected()).toBe(true);
});
