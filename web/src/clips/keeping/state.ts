import { CLIPS_NOTE_LETTERS_MAX } from "../../contract";
import { texts } from "../../texts";
import { Problem } from "../../ui/problem";

/** What the reader is to a site. */
interface Member {
  role: string;
}

/** How many letters a note may still get; below this many it is said. */
export const FEW_LETTERS = 50;

export function countLeft(note: string): number {
  return CLIPS_NOTE_LETTERS_MAX - [...note].length;
}

/** What to tell of a star that could not be changed. */
export function explainStar(error: unknown): string {
  if (error instanceof Problem && error.status === 409) return texts.keeping.conflict;
  if (error instanceof Problem && error.status === 403) return texts.keeping.notYours;
  return texts.keeping.starFailed;
}

/** What to tell of a clip that could not be deleted. */
export function explainDeletion(error: unknown): string {
  if (error instanceof Problem && error.status === 409) return texts.keeping.deleteStarred;
  if (error instanceof Problem && error.status === 403) return texts.keeping.notOwnerDetail;
  return texts.keeping.deleteFailed;
}

/** What to tell of a clip that could not be restored. */
export function explainRestoration(error: unknown): string {
  const isGone = error instanceof Problem && (error.status === 410 || error.status === 404);
  return isGone ? texts.keeping.tooLate : texts.keeping.restoreFailed;
}

/**
 * Whether a star that many clips were given at once is new: who asks for one that is there already,
 * their own or another's, is answered with that.
 */
export function isOfThisPress(star: { yours: boolean; note: string }): boolean {
  return star.yours && star.note === "";
}

/** Whether the reader's role lets them delete. */
export function mayDelete(site: Member | undefined): boolean {
  return site?.role === "owner";
}

/** Whether it lets them star: guests only watch. */
export function mayKeep(site: Member | undefined): boolean {
  return site !== undefined && site.role !== "guest";
}
