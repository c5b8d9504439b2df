/** Finds what is on a network, or in a namespace, of a host of thousands of interfaces, whatever was there before. */
export function around(): string {
  return `
CREATE INDEX series_network ON series (host_id, network_id) WHERE network_id IS NOT NULL;
CREATE INDEX series_namespace ON series (host_id, namespace) WHERE namespace IS NOT NULL;
CREATE INDEX container_namespace ON container (host_id, namespace) WHERE namespace IS NOT NULL;`;
}
