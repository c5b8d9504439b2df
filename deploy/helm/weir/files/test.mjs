// What `helm test` runs: whether weir is ready, serves its dashboard, and hears from agents.
const { URL: url, AGENTS: agents, WITHIN_MS: withinMs = '120000' } = process.env;

async function ready() {
  const response = await fetch(`${url}/readyz`);
  if (!response.ok) throw new Error(`/readyz: ${response.status} ${await response.text()}`);
}

async function dashboard() {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the dashboard: ${response.status}`);
}

/** By what needs no sign-in. */
async function hosts() {
  const response = await fetch(`${url}/healthz`);
  if (response.status === 401)
    throw new Error('/healthz asks for a sign-in: WEIR_OPEN_PATHS must have it for this test');
  const { hosts: known, reasons } = await response.json();
  if (!known) throw new Error(`/healthz: ${response.status} ${reasons?.join('; ')}`);
  if (known.alive === 0) throw new Error('no agent was heard yet: see the logs of the agents');
}

/** Tries until it holds, or the time is over. */
async function holds(check, endMs) {
  try {
    await check();
    console.log(`ok: ${check.name}`);
  } catch (error) {
    if (Date.now() > endMs) throw error;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await holds(check, endMs);
  }
}

const endMs = Date.now() + Number(withinMs);
try {
  for (const check of agents === 'true' ? [ready, dashboard, hosts] : [ready, dashboard]) await holds(check, endMs);
} catch (error) {
  console.log(`failed: ${error.message}${error.cause ? ` (${error.cause.message || error.cause.code})` : ''}`);
  process.exitCode = 1;
}
