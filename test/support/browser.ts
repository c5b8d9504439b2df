import { chromium, type Browser } from 'playwright-core';
import { stopLater } from './reaper.js';

// Debian's Chromium as root, without what it would ask the network for.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless Chromium; it is closed at the end of the test file. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
  stopLater(() => browser.close());
  return browser;
}
