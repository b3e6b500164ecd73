import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import puppeteer, { type Browser as Firefox } from "puppeteer-core";

/** Milliseconds that a browser may take to start, a page to do what it is asked, and one call to it: until it hangs. */
const START_LIMIT_MS = 180_000;
const PAGE_LIMIT_MS = 120_000;
const CALL_LIMIT_MS = 600_000;

/** Chromium, started once for all tests of the file that calls this at its top level. */
export function sharedChromium(): () => Browser {
  return shared(async () => {
    // Playwright asks while it loads whether this is Windows' Linux, in a folder that only all permissions open.
    Deno.env.set("__IS_WSL_TEST__", "1");
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      // Its sandbox refuses to run as root.
      args: ["--no-sandbox"],
      timeout: START_LIMIT_MS,
    });
    browser.on("context", (context) => context.setDefaultTimeout(PAGE_LIMIT_MS));
    return browser;
  });
}

/** Firefox, by WebDriver BiDi, started once for all tests of the file that calls this at its top level. */
export function sharedFirefox(): () => Firefox {
  const executablePath = "/usr/bin/firefox-esr";
  const limits = { timeout: START_LIMIT_MS, protocolTimeout: CALL_LIMIT_MS };
  return shared(() =>
    puppeteer.launch({ browser: "firefox", executablePath, headless: true, ...limits })
  );
}

function shared<One extends { close: () => Promise<void> }>(start: () => Promise<One>): () => One {
  let one: One | undefined;
  Deno.test.beforeAll(async () => void (one = await start()));
  Deno.test.afterAll(async () => await one?.close());
  return () => one!;
}

/** The addresses that a page asks for from now on, in order. */
export function requestsOf(page: Page): readonly string[] {
  const urls: string[] = [];
  page.on("request", (request) => void urls.push(request.url()));
  return urls;
}

/** What axe-core finds wrong with a page as it is shown now: rule and element. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // A script element would be refused by the page's policy.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<typeof RESULTS>("axe.run()");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

declare const RESULTS: axe.AxeResults;
