{{/* Whether the aggregator's NATS has accounts: `true`, or nothing. */}}
{{- define "weir.hasAccounts" -}}
{{- if and .Values.aggregator.enabled (or .Values.nats.enabled .Values.nats.external.keysSecret) -}}true{{- end -}}
{{- end -}}

{{/* Whether agents join an aggregator, of this release or another, which tells them of NATS: `true`, or nothing. */}}
{{- define "weir.joins" -}}
{{- if and .Values.agent.enabled (or (include "weir.hasAccounts" .) .Values.agent.join.url) -}}true{{- end -}}
{{- end -}}

{{/* Whether the aggregator serves HTTPS by a certificate that the chart makes: `true`, or nothing. */}}
{{- define "weir.ownCertificate" -}}
{{- with .Values.aggregator -}}
{{- if and .enabled (not .tls.existingSecret) (not .tls.plainHttp) -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* The service of this release, to pods of this cluster. */}}
{{- define "weir.serviceName" -}}
{{- printf "%s.%s.svc" (include "weir.fullname" .) .Release.Namespace -}}
{{- end -}}

{{/* Where agents join; nothing where they cannot: a certificate of somebody's is for the name that people use, if there is one. */}}
{{- define "weir.joinUrl" -}}
{{- $service := printf "https://%s:%d" (include "weir.serviceName" .) (int64 .Values.service.port) -}}
{{- $public := include "weir.publicUrl" . -}}
{{- if .Values.agent.join.url -}}{{ trimSuffix "/" .Values.agent.join.url }}
{{- else if include "weir.ownCertificate" . -}}{{ $service }}
{{- else if hasPrefix "https://" $public -}}{{ $public }}
{{- else if not .Values.aggregator.tls.plainHttp -}}{{ $service }}
{{- end -}}
{{- end -}}

{{/* Whether the cluster is asked whose tokens agents show: `true`, or nothing. */}}
{{- define "weir.asksCluster" -}}
{{- if include "weir.hasAccounts" . -}}
{{- if or .Values.aggregator.joinServiceAccounts (and .Values.agent.enabled (not .Values.agent.join.tokenSecret)) -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* Whose tokens stand for join tokens. */}}
{{- define "weir.joinAccounts" -}}
{{- $accounts := .Values.aggregator.joinServiceAccounts -}}
{{- if and .Values.agent.enabled (not .Values.agent.join.tokenSecret) -}}
{{- $accounts = prepend $accounts (printf "%s/%s" .Release.Namespace (include "weir.serviceAccount" .)) -}}
{{- end -}}
{{- join "," $accounts -}}
{{- end -}}

{{- define "weir.joinEnv" -}}
- { name: WEIR_JOIN_URL, value: {{ include "weir.joinUrl" . | quote }} }
- { name: WEIR_JOIN_TOKEN_FILE, value: /var/run/secrets/weir/token }
{{- if .Values.agent.join.pin }}
- { name: WEIR_JOIN_PIN, value: {{ .Values.agent.join.pin | quote }} }
{{- else if and (include "weir.ownCertificate" .) (not .Values.agent.join.url) }}
- name: WEIR_JOIN_PIN
  valueFrom: { secretKeyRef: { name: {{ include "weir.certificateSecret" . }}, key: pin } }
{{- end }}
{{- end -}}

{{- define "weir.joinVolume" -}}
- name: join
  {{- with .Values.agent.join.tokenSecret }}
  secret: { secretName: {{ . }}, defaultMode: 288, items: [{ key: token, path: token }] }
  {{- else }}
  projected:
    defaultMode: 288
    sources:
      - serviceAccountToken: { path: token, audience: weir, expirationSeconds: 3600 }
  {{- end }}
{{- end -}}
