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

async function hosts() {
  const query = '{ hosts(first: 1) { totalCount } }';
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  if (data.hosts.totalCount === 0) throw new Error('no agent was heard yet: see the logs of the agents');
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
