{{/* What aggregators find in files: folders, and what is in them. The whole folder each: a single file of it would not be renewed. */}}
{{- define "weir.aggregatorMounts" -}}
{{- include "weir.caMount" . }}
{{- if include "weir.hasAccounts" . }}
- { name: nats-keys, mountPath: /etc/weir/nats, readOnly: true }
{{- end }}
{{- if not .Values.aggregator.tls.plainHttp }}
- { name: tls, mountPath: /etc/weir/tls, readOnly: true }
{{- end }}
{{- if include "weir.standingToken" . }}
- { name: join, mountPath: /etc/weir/join, readOnly: true }
{{- end }}
{{- end -}}

{{/* 288 is 0440, which YAML of another version would read as 440. */}}
{{- define "weir.aggregatorVolumes" -}}
{{- include "weir.caVolume" . }}
{{- if include "weir.hasAccounts" . }}
- name: nats-keys
  secret: { secretName: {{ include "weir.natsSecret" . }}, defaultMode: 288, items: [{ key: keys.json, path: keys.json }] }
{{- end }}
{{- if include "weir.ownCertificate" . }}
- name: tls
  secret:
    secretName: {{ include "weir.certificateSecret" . }}
    defaultMode: 288
    items: [{ key: tls.crt, path: self-signed/cert.pem }, { key: tls.key, path: self-signed/key.pem }]
{{- else if not .Values.aggregator.tls.plainHttp }}
- { name: tls, secret: { secretName: {{ .Values.aggregator.tls.existingSecret }}, defaultMode: 288 } }
{{- end }}
{{- if include "weir.standingToken" . }}
{{ include "weir.joinVolume" . }}
{{- end }}
{{- end -}}

{{/* Whether the token that agents of this release join by is one of yours, which then stands: `true`, or nothing. */}}
{{- define "weir.standingToken" -}}
{{- if and (include "weir.hasAccounts" .) .Values.agent.join.tokenSecret -}}true{{- end -}}
{{- end -}}
