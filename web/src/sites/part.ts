import type { Role } from "./api";
import type { Member, Part } from "./members_api";
import { expiryOf, lastDayOf } from "./state";

export const ROLES: readonly Role[] = ["owner", "operator", "viewer", "guest"];

/** A membership as a form has it. */
export interface PartDraft {
  role: Role;
  /** A date in the site's zone; empty is no end. */
  lastDay: string;
  /** Names within the site; none is all of them. */
  cameras: readonly string[];
}

export const NEW_PART: PartDraft = { role: "viewer", lastDay: "", cameras: [] };

export function draftPart(member: Member, zone: string): PartDraft {
  return {
    role: member.role,
    lastDay: lastDayOf(member.expires_at, zone),
    cameras: member.cameras ?? [],
  };
}

/** What the API is asked for; owners see everything and have no end. */
export function readPart({ role, lastDay, cameras }: PartDraft, zone: string): Part {
  const all = role === "owner" || cameras.length === 0;
  return {
    role,
    cameras: all ? null : [...cameras].sort(),
    expires_at: role === "owner" ? null : expiryOf(lastDay, zone),
  };
}

export function isSamePart(one: PartDraft, other: PartDraft, zone: string): boolean {
  return JSON.stringify(readPart(one, zone)) === JSON.stringify(readPart(other, zone));
}

/** Whether it can be an address; the API and the mail say whether it is one. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}
