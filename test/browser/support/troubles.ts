import type { BrowserContext } from 'playwright-core';

const isOurs = (url: string): boolean => /^(?:https?:\/\/(?:127\.0\.0\.1|localhost)[:/]|data:|blob:|about:)/.test(url);

/**
 * What must not happen in any window of this context: lines in the console, errors that nobody caught, requests that leave
 * the machine. @param expected console lines that belong to the test
 */
export function troublesOf(context: BrowserContext, expected?: RegExp): readonly string[] {
  const troubles: string[] = [];
  context.on('console', (line) => {
    const text = `${line.text()} (${line.location().url})`;
    if (['error', 'warning'].includes(line.type()) && expected?.test(text) !== true) troubles.push(`console: ${text}`);
  });
  context.on('weberror', (error) => troubles.push(`error in the page: ${error.error().stack}`));
  context.on('request', (request) => {
    if (!isOurs(request.url())) troubles.push(`request off this machine: ${request.url()}`);
  });
  return troubles;
}
