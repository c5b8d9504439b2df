{{/* DNS, wherever the cluster has it: a cache on each node is no pod. */}}
{{- define "weir.toNames" -}}
- ports:
  {{- range .Values.networkPolicy.dnsPorts }}
  - { port: {{ int64 . }}, protocol: UDP }
  - { port: {{ int64 . }}, protocol: TCP }
  {{- end }}
{{- end -}}

{{/* A part of the chart by its pods, or one outside by its port; takes a list of the root and both. */}}
{{- define "weir.toPart" -}}
{{- $to := index . 1 -}}
- ports: [{ port: {{ $to.port }}, protocol: TCP }]
  {{- if $to.pods }}
  to:
    - podSelector:
        matchLabels: {{- include "weir.selector" (list (index . 0) $to.pods) | nindent 10 }}
  {{- end }}
{{- end -}}

{{/* The Kubernetes API, which is no pod. */}}
{{- define "weir.apiServerPorts" -}}
{{- range .Values.networkPolicy.apiServerPorts }}
- { port: {{ int64 . }}, protocol: TCP }
{{- end }}
{{- end -}}
