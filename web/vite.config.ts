import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { serviceWorker } from "./service_worker_build.ts";
import { sizeBudget } from "./size_budget.ts";

export default defineConfig({
  plugins: [react(), sizeBudget(), serviceWorker()],
  build: {
    target: "es2022",
    // Inlined data: URLs would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // size_budget.ts counts what matters.
    chunkSizeWarningLimit: 2000,
  },
  test: { include: ["tests/**/*.test.ts"] },
});
