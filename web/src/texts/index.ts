import { en } from "./en";

export type Texts = typeof en;

/** The words in the language of the reader. */
export const texts: Texts = en;
