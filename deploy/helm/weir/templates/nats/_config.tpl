{{/* Agents may publish what is for the stream and hear what is asked of hosts, and nothing else. */}}
{{- define "weir.natsConfig" -}}
server_name: $POD_NAME
port: 4222
http: 8222
jetstream {
  store_dir: /data
  max_memory_store: 16MB
  # What is acknowledged is on disk a second later, instead of two minutes: so much a power failure may take.
  sync_interval: 1s
}
authorization {
  users: [
    {
      user: agent
      password: $AGENT_PASSWORD
      permissions: {
        publish: ["weir.v1.traffic.*", "weir.v1.inventory.*", "weir.v1.event.*", "weir.v1.state.*"]
        subscribe: ["weir.v1.control.*", "_INBOX.>"]
      }
    }
    { user: aggregator, password: $AGGREGATOR_PASSWORD }
  ]
}
{{- if gt (int .Values.nats.replicas) 1 }}
cluster {
  name: {{ include "weir.fullname" . }}
  port: 6222
  routes: [{{ include "weir.natsServers" (list . "" 6222) | splitList "," | join ", " }}]
}
{{- end }}
{{- end -}}
