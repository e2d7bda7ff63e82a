export interface Outcome<Item, Result> {
  done: [Item, Result][];
  failed: [Item, unknown][];
}

/**
 * Does the same with each, at most `most` at a time and in their order; one that fails does not
 * keep the others from being done. `onProgress` hears how many are over, done or not.
 */
export async function doEach<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
  onProgress: (over: number) => void = () => undefined,
): Promise<Outcome<Item, Result>> {
  const outcomes: ({ result: Result } | { error: unknown })[] = [];
  let next = 0;
  let over = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      try {
        outcomes[at] = { result: await work(items[at] as Item) };
      } catch (error) {
        outcomes[at] = { error };
      }
      onProgress(++over);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  const done: [Item, Result][] = [];
  const failed: [Item, unknown][] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const item = items[at] as Item;
    if ("result" in outcome) done.push([item, outcome.result]);
    else failed.push([item, outcome.error]);
  }
  return { done, failed };
}
