{{/* Takes a list of the root and the roles of a process. */}}
{{- define "weir.aggregatorEnv" -}}
{{- $roles := index . 1 -}}
{{- with index . 0 -}}
{{- if .Values.database.enabled }}
- name: DATABASE_PASSWORD
  valueFrom:
    secretKeyRef: { name: {{ include "weir.databaseSecret" . }}, key: password }
- name: WEIR_DATABASE_URL
  value: postgresql://weir:$(DATABASE_PASSWORD)@{{ include "weir.fullname" . }}-database:5432/weir
{{- else }}
- name: WEIR_DATABASE_URL
  valueFrom:
    secretKeyRef: { name: {{ .Values.database.external.existingSecret }}, key: {{ .Values.database.external.urlKey | quote }} }
{{- end }}
{{- if .Values.nats.enabled }}
- { name: WEIR_NATS_URL, value: {{ include "weir.natsServers" (list . "tls" 4222) | quote }} }
{{- else }}
- name: WEIR_NATS_URL
  valueFrom:
    secretKeyRef: { name: {{ .Values.nats.external.existingSecret }}, key: {{ .Values.nats.external.aggregatorUrlKey }} }
{{- end }}
{{- if include "weir.hasAccounts" . }}
- { name: WEIR_NATS_KEYS_FILE, value: /etc/weir/nats/keys.json }
{{- end }}
{{- if include "weir.asksCluster" . }}
- { name: WEIR_JOIN_SERVICE_ACCOUNTS, value: {{ include "weir.joinAccounts" . | quote }} }
- { name: WEIR_JOIN_AUDIENCE, value: weir }
{{- end }}
{{- if include "weir.standingToken" . }}
- { name: WEIR_STANDING_JOIN_TOKEN_FILE, value: /etc/weir/join/token }
{{- end }}
{{- with ternary .Values.nats.replicas .Values.nats.external.replicas .Values.nats.enabled }}
- { name: WEIR_NATS_REPLICAS, value: {{ int64 . | quote }} }
{{- end }}
- name: WEIR_SECRET_KEYS
  valueFrom:
    secretKeyRef: { name: {{ include "weir.keysSecret" . }}, key: secret-keys }
{{- with .Values.oidc.existingSecret }}
- name: WEIR_OIDC_CLIENT_SECRET
  valueFrom:
    secretKeyRef: { name: {{ . }}, key: client-secret }
{{- end }}
{{- include "weir.caEnv" . }}
- { name: WEIR_ROLES, value: {{ $roles | quote }} }
- { name: WEIR_ANALYSE_PARTITIONS, value: {{ int64 .Values.aggregator.analysePartitions | quote }} }
- { name: WEIR_HTTP_HOST, value: {{ .Values.aggregator.listenAddress | quote }} }
- { name: WEIR_HTTP_PORT, value: '8080' }
{{- with include "weir.publicUrl" . }}
- { name: WEIR_PUBLIC_URL, value: {{ . | quote }} }
{{- end }}
{{- with .Values.aggregator.corsOrigins }}
- { name: WEIR_CORS_ORIGINS, value: {{ join "," . | quote }} }
{{- end }}
{{- with .Values.aggregator.trustedProxies }}
- { name: WEIR_TRUSTED_PROXIES, value: {{ join "," . | quote }} }
{{- end }}
{{- if .Values.aggregator.tls.plainHttp }}
# Inside the cluster, behind a Gateway or an Ingress that speaks HTTPS.
- { name: WEIR_PLAIN_HTTP, value: 'true' }
{{- else if .Values.aggregator.tls.existingSecret }}
- { name: WEIR_TLS_CERT_FILE, value: /etc/weir/tls/tls.crt }
- { name: WEIR_TLS_KEY_FILE, value: /etc/weir/tls/tls.key }
{{- else }}
- { name: WEIR_TLS_FOLDER, value: /etc/weir/tls }
{{- end }}
{{- end -}}
{{- end -}}
