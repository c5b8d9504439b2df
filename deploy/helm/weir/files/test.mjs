// What `helm test` runs: whether weir is ready, serves its dashboard, and hears from agents.
const { URL: url, AGENTS: agents } = process.env;
const WITHIN_MS = 120_000;

async function ready() {
  const response = await fetch(`${url}/readyz`);
  if (!response.ok) throw new Error(`/readyz: ${response.status} ${await response.text()}`);
}

async function dashboard() {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the dashboard: ${response.status}`);
}

async function hosts() {
  const query = '{ hosts(first: 1) { totalCount nodes { name } } }';
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  if (data.hosts.totalCount === 0) throw new Error('no agent was heard yet: see the logs of the agents');
  console.log(`${data.hosts.totalCount} hosts, among them ${data.hosts.nodes[0].name}`);
}

const end = Date.now() + WITHIN_MS;
for (const check of agents === 'true' ? [ready, dashboard, hosts] : [ready, dashboard]) {
  for (;;) {
    try {
      await check();
      console.log(`ok: ${check.name}`);
      break;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}
