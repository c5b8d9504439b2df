{{/* 20 for each process and 10 besides (docs/configuration.md), while each Deployment has one more of an update. */}}
{{- define "weir.connections" -}}
{{- $processes := 0 -}}
{{- range include "weir.deployments" . | fromYamlArray -}}
{{- $most := .values.replicas -}}
{{- if dig "autoscaling" "enabled" false .values }}{{ $most = .values.autoscaling.maxReplicas }}{{ end -}}
{{- $processes = add $processes (int $most) 1 -}}
{{- end -}}
{{- max 100 (add (mul 20 $processes) 10) -}}
{{- end -}}
