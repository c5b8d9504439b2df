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
tls { cert_file: /etc/nats-keys/server.pem, key_file: /etc/nats-keys/server-key.pem }
include ../nats-keys/nats-accounts.conf
{{- if gt (int .Values.nats.replicas) 1 }}
cluster {
  name: {{ include "weir.fullname" . }}
  port: 6222
  routes: [{{ include "weir.natsServers" (list . "nats" 6222) | splitList "," | join ", " }}]
  # Servers let in nobody else: who were one could be any host.
  tls {
    cert_file: /etc/nats-keys/server.pem
    key_file: /etc/nats-keys/server-key.pem
    ca_file: /etc/nats-keys/ca.pem
  }
}
{{- end }}
{{- end -}}
