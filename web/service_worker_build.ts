import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "vite";

/** What a service worker knows of the build it belongs to. */
export interface Build {
  /** Names its cache; changes with any file. */
  version: string;
  /** Paths of the files whose names have a hash of their content. */
  assets: string[];
  /** Of index.html, as the `integrity` of a request wants it. */
  indexIntegrity: string;
}

function describeBuild(folder: string): Build {
  const assets = readdirSync(join(folder, "assets")).map((name) => `/assets/${name}`);
  const index = createHash("sha256")
    .update(readFileSync(join(folder, "index.html")))
    .digest();
  const version = createHash("sha256").update(assets.sort().join()).update(index).digest("hex");
  return {
    version: version.slice(0, 16),
    assets,
    indexIntegrity: `sha256-${index.toString("base64")}`,
  };
}

/** Writes service_worker.js beside index.html, whose name must stay the same for ever. */
export function serviceWorker(): Plugin {
  let folder = "";
  return {
    name: "vedette:service-worker",
    apply: "build",
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      sequential: true,
      order: "post",
      async handler() {
        await build({
          configFile: false,
          publicDir: false,
          logLevel: "warn",
          define: { BUILD: JSON.stringify(describeBuild(folder)) },
          build: {
            target: "es2022",
            outDir: folder,
            emptyOutDir: false,
            rolldownOptions: {
              input: "src/service_worker/main.ts",
              output: { format: "iife", entryFileNames: "service_worker.js" },
            },
          },
        });
      },
    },
  };
}
