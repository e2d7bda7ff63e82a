export const problem = {
  /** By the API's code, in place of its own sentence, which is English; empty: its own is told. */
  ofCode: (_code: string): string => "",
  again: "Try again",
  unreachable: "Vedette cannot be reached. Check your connection.",
  unavailable: "Vedette is busy or being updated. Try again in a moment.",
  broken: "Something went wrong on our side.",
  request: (id: string) => `Request ${id}`,
};
