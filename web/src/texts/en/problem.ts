export const problem = {
  again: "Try again",
  unreachable: "Vedette cannot be reached. Check your connection.",
  unavailable: "Vedette is busy or being updated. Try again in a moment.",
  broken: "Something went wrong on our side.",
  request: (id: string) => `Request ${id}`,
};
