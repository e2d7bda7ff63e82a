import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What a first visit may have to fetch before it can show anything, compressed. */
const INITIAL_JS_MAX_BYTES = 250_000;

/** Fails a build whose first page needs too much JavaScript; what is imported later is free. */
export function sizeBudget(): Plugin {
  return {
    name: "vedette:size-budget",
    apply: "build",
    generateBundle(_, bundle) {
      const initial = new Set<string>();
      const follow = (name: string): void => {
        const file = bundle[name];
        if (file?.type !== "chunk" || initial.has(name)) return;
        initial.add(name);
        for (const imported of file.imports) follow(imported);
      };
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk" && file.isEntry) follow(name);
      }
      let bytes = 0;
      for (const name of initial) {
        const file = bundle[name];
        if (file?.type === "chunk") bytes += gzipSync(file.code).length;
      }
      this.info(`initial JavaScript: ${bytes} bytes compressed`);
      if (bytes > INITIAL_JS_MAX_BYTES) {
        this.error(
          `initial JavaScript is ${bytes} bytes, more than ${INITIAL_JS_MAX_BYTES}: load a page lazily`,
        );
      }
    },
  };
}
