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
{{- include "weir.natsEnv" (list . "aggregator") }}
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
{{- if .Values.aggregator.tls.existingSecret }}
- { name: WEIR_TLS_CERT_FILE, value: /etc/weir/tls/tls.crt }
- { name: WEIR_TLS_KEY_FILE, value: /etc/weir/tls/tls.key }
{{- else }}
# Inside the cluster, behind an Ingress or a Gateway that speaks HTTPS.
- { name: WEIR_PLAIN_HTTP, value: 'true' }
{{- end }}
{{- end -}}
{{- end -}}
