import type { Visibility } from "../../../src/clips/updates/gathering";

/** A page that is hidden and shown by the test. */
export class Page implements Visibility {
  #hidden = false;
  #listeners = new Set<() => void>();

  readonly hidden = () => this.#hidden;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  hide(hidden = true): void {
    this.#hidden = hidden;
    for (const listener of this.#listeners) listener();
  }

  show(): void {
    this.hide(false);
  }
}
