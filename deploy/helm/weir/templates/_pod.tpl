{{/* What every pod begins with; takes a list of the root and the user that it runs as. */}}
{{- define "weir.pod" -}}
# Kubernetes would set a variable for each service, of which some have the names of settings.
enableServiceLinks: false
{{- with (index . 0).Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ int64 (index . 1) }}
  runAsGroup: {{ int64 (index . 1) }}
  fsGroup: {{ int64 (index . 1) }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "weir.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{/* Where pods may run; takes the values of a part. */}}
{{- define "weir.placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Takes a list of the root, a component and when a node will not do. */}}
{{- define "weir.spread" -}}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: {{ ternary (index $ 2) "ScheduleAnyway" (eq . "kubernetes.io/hostname") }}
    labelSelector:
      matchLabels: {{- include "weir.selector" $ | nindent 8 }}
  {{- end }}
{{- end -}}

{{/* Settings by their names. Numbers of YAML are floats to Helm, which would write a million as 1e+06. */}}
{{- define "weir.settings" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ if kindIs "float64" $value }}{{ printf "%.0f" $value | quote }}{{ else }}{{ toString $value | quote }}{{ end }}
{{- end }}
{{- end -}}

{{/* One of the servers of NATS, by its number; takes a list of the root and that. */}}
{{- define "weir.natsName" -}}
{{- $name := printf "%s-nats" (include "weir.fullname" (index . 0)) -}}
{{- printf "%s-%d.%s.%s.svc" $name (int (index . 1)) $name (index . 0).Release.Namespace -}}
{{- end -}}

{{/* Each server by its own name; takes a list of the root, the protocol and the port. */}}
{{- define "weir.natsServers" -}}
{{- $root := index . 0 -}}
{{- $protocol := index . 1 -}}
{{- $port := index . 2 -}}
{{- $servers := list -}}
{{- range until (int $root.Values.nats.replicas) -}}
{{- $servers = append $servers (printf "%s://%s:%v" $protocol (include "weir.natsName" (list $root .)) $port) -}}
{{- end -}}
{{- join "," $servers -}}
{{- end -}}

{{/* Authorities to trust besides the usual ones. */}}
{{- define "weir.caEnv" -}}
{{- with .Values.trustedCa.existingSecret }}
- { name: NODE_EXTRA_CA_CERTS, value: /etc/weir/ca/ca.crt }
{{- end }}
{{- end -}}

{{- define "weir.caMount" -}}
{{- with .Values.trustedCa.existingSecret }}
- { name: ca, mountPath: /etc/weir/ca, readOnly: true }
{{- end }}
{{- end -}}

{{- define "weir.caVolume" -}}
{{- with .Values.trustedCa.existingSecret }}
- name: ca
  secret:
    secretName: {{ . }}
    items: [{ key: {{ $.Values.trustedCa.key | quote }}, path: ca.crt }]
{{- end }}
{{- end -}}
