import pg from 'pg';

/** Each has an interface of its own, and one on the host. */
export const CONTAINERS_A_HOST = 24;
export const UPLINKS_A_HOST = 2;

/** Fills the inventory of so many hosts. */
export async function fillInventory(url: string, hosts: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const sql of filling(hosts)) await client.query(sql);
  } finally {
    await client.end();
  }
}

const containers = `generate_series(0, ${CONTAINERS_A_HOST - 1}) AS n`;
const NAMESPACE = `left(md5(host_id || '/' || n), 12)`;
const filling = (hosts: number): readonly string[] => [
  `INSERT INTO host (id, name, first_seen, last_seen, inventory_at, labels)
   SELECT gen_random_uuid(), (ARRAY['web', 'db', 'cache', 'batch'])[1 + n % 4] || '-' || lpad(n::text, 4, '0'), 'epoch', now(), now(),
     jsonb_build_object('site', (ARRAY['berlin', 'paris', 'oslo'])[1 + n % 3]) FROM generate_series(1, ${hosts}) AS n`,
  `INSERT INTO network (host_id, id, name, driver, internal, subnets)
   SELECT host_id, md5('network-' || n), (ARRAY['bridge', 'shop_default', 'shop_backend', 'ingress', 'monitoring'])[n], 'bridge', false,
     ARRAY['172.' || 16 + n || '.0.0/16'] FROM host, generate_series(1, 5) AS n`,
  `INSERT INTO container (host_id, id, name, image, namespace, host_network, stack, service, pod, pod_namespace, workload, labels)
   SELECT host_id, md5(host_id || '/' || n) || md5('id' || host_id || '/' || n),
     CASE WHEN n % 2 = 0 THEN 'shop-' || word || '-' || n ELSE word || '-' || left(md5('pod' || host_id || n), 10) END,
     'registry.example/' || word || ':1.' || n % 9, ${NAMESPACE}, false,
     CASE WHEN n % 2 = 0 THEN 'shop' END, CASE WHEN n % 2 = 0 THEN word END, CASE WHEN n % 2 = 1 THEN word || '-' || left(md5('pod' || host_id || n), 10) END,
     CASE WHEN n % 2 = 1 THEN 'prod' END, CASE WHEN n % 2 = 1 THEN 'Deployment/' || word END,
     jsonb_build_object('team', (ARRAY['red', 'green', 'blue'])[1 + n % 3], 'version', '1.' || n)
   FROM host, ${containers}, LATERAL (SELECT (ARRAY['cart', 'payments', 'inventory', 'nginx', 'frontend', 'mailer'])[1 + n % 6] AS word) AS words`,
  `INSERT INTO series (host_id, key, net_id, name, class, namespace, mac, addresses, first_at)
   SELECT host_id, ${NAMESPACE} || '/eth0', left(md5('net' || host_id || '/' || n), 16), 'eth0', 'container', ${NAMESPACE},
     '02:42:' || left(regexp_replace(md5('mac' || host_id || n), '(..)', '\\1:', 'g'), 11),
     ARRAY['172.18.' || n || '.' || host_id % 250, 'fd00::' || to_hex(host_id) || ':' || to_hex(n)]::inet[], 'epoch' FROM host, ${containers}`,
  `INSERT INTO series (host_id, key, net_id, name, class, mac, addresses, first_at)
   SELECT host_id, 'host/' || veth, left(md5('veth' || host_id || '/' || n), 16), veth, 'veth',
     '02:42:' || left(regexp_replace(md5('vmac' || host_id || n), '(..)', '\\1:', 'g'), 11), ARRAY['fe80::' || to_hex(n) || ':' || to_hex(host_id)]::inet[], 'epoch'
   FROM host, ${containers}, LATERAL (SELECT 'veth' || left(md5('v' || host_id || n), 7) AS veth) AS names`,
  `INSERT INTO series (host_id, key, net_id, name, class, uplink, mac, addresses, first_at)
   SELECT host_id, 'host/eth' || n, left(md5('up' || host_id || '/' || n), 16), 'eth' || n, 'uplink', true,
     '02:42:0a:00:' || lpad(to_hex(host_id % 256), 2, '0') || ':0' || n, ARRAY['10.0.' || host_id / 250 || '.' || host_id % 250]::inet[], 'epoch'
   FROM host, generate_series(0, ${UPLINKS_A_HOST - 1}) AS n`,
];
