import { describe, expect, test } from "vitest";
import { tellWho } from "../../src/sharing/who";
import type { Member } from "../../src/sites/members_api";

const ANN = "5f1c2d3e-0f6a-4a51-9d8b-1c2d3e4f5a6b";
const BEN = "7a1c2d3e-0f6a-4a51-9d8b-1c2d3e4f5a6b";
const ME = "9b1c2d3e-0f6a-4a51-9d8b-1c2d3e4f5a6b";

function member(changes: Partial<Member>): Member {
  return {
    id: ANN,
    email: "ann@example.org",
    name: "Ann",
    role: "viewer",
    cameras: null,
    expires_at: null,
    state: "active",
    version: 1,
    ...changes,
  };
}

function among(...members: Member[]) {
  return { me: ME, members };
}

describe("tellWho", () => {
  test("somebody with a link is nobody's id", () => {
    expect(tellWho(null, among())).toEqual({ is: "holder" });
  });

  test("the reader is you, whatever else is known", () => {
    expect(tellWho(ME, among(member({ id: ME, name: "Cleo" })))).toEqual({ is: "you" });
    expect(tellWho(ME, { me: ME, members: null })).toEqual({ is: "you" });
  });

  test("a member has the name, else the address", () => {
    expect(tellWho(ANN, among(member({})))).toEqual({ is: "member", name: "Ann" });
    const nameless = member({ name: null });
    expect(tellWho(ANN, among(nameless))).toEqual({ is: "member", name: "ann@example.org" });
  });

  test("who has neither is told by the begin of the id", () => {
    const known = among(member({ name: null, email: null }));
    expect(tellWho(ANN, known)).toEqual({ is: "member", name: "5f1c2d3e" });
  });

  test("two of one name are told apart", () => {
    const known = among(member({}), member({ id: BEN, email: "other@example.org" }));
    expect(tellWho(ANN, known)).toEqual({ is: "member", name: "Ann (ann@example.org)" });
    expect(tellWho(BEN, known)).toEqual({ is: "member", name: "Ann (other@example.org)" });
  });

  test("whose membership has ended is still named", () => {
    expect(tellWho(ANN, among(member({ state: "expired" })))).toEqual({ is: "past", name: "Ann" });
  });

  test("who was removed is said to be gone", () => {
    expect(tellWho(BEN, among(member({})))).toEqual({ is: "gone", id: "7a1c2d3e" });
  });

  test("nobody is said to be gone when the members are not known", () => {
    expect(tellWho(BEN, { me: null, members: null })).toEqual({ is: "unknown", id: "7a1c2d3e" });
  });
});
