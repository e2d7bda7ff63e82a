import type { Member } from "../sites/members_api";

/** What is known when people are named; null is what could not be asked. */
export interface Known {
  me: string | null;
  members: readonly Member[] | null;
}

export type Who =
  | { is: "holder" | "you" }
  /** `past` is somebody whose membership has ended, but is still listed. */
  | { is: "member" | "past"; name: string }
  /** `gone` is on no list any more; `unknown` when there was none to look at. */
  | { is: "gone" | "unknown"; id: string };

/** So much of an id tells people of one site apart. */
const ID_LETTERS = 8;

/**
 * Who a line of the access log is about; null is somebody with a link. Two members who call
 * themselves the same are told apart by their addresses.
 */
export function tellWho(person: string | null, { me, members }: Known): Who {
  if (person === null) return { is: "holder" };
  if (person === me) return { is: "you" };
  const id = person.slice(0, ID_LETTERS);
  if (members === null) return { is: "unknown", id };
  const member = members.find((each) => each.id === person);
  if (member === undefined) return { is: "gone", id };
  const name = nameOf(member, members) ?? id;
  return { is: member.state === "expired" ? "past" : "member", name };
}

function nameOf({ id, name, email }: Member, members: readonly Member[]): string | null {
  if (name === null) return email;
  const isShared = members.some((other) => other.id !== id && other.name === name);
  return isShared && email !== null ? `${name} (${email})` : name;
}
