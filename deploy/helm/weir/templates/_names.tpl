{{- define "weir.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Of what belongs to no namespace: two releases may bear the same name. */}}
{{- define "weir.clusterName" -}}
{{- printf "%s-%s-agent" .Release.Namespace (include "weir.fullname" .) | trunc 63 -}}
{{- end -}}

{{- define "weir.priorityClass" -}}
{{- with .Values.agent.priorityClass -}}
{{- if .create -}}{{ .name | default (include "weir.clusterName" $) }}{{- else -}}{{ .name }}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "weir.serviceAccount" -}}
{{- with .Values.agent.serviceAccount -}}
{{- if .create -}}{{ .name | default (printf "%s-agent" (include "weir.fullname" $)) }}{{- else -}}{{ .name | default "default" }}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Takes a list of the root and a component. */}}
{{- define "weir.selector" -}}
app.kubernetes.io/name: {{ default (index . 0).Chart.Name (index . 0).Values.nameOverride }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "weir.labels" -}}
{{ include "weir.selector" . }}
app.kubernetes.io/part-of: weir
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Takes a list of the root and an image of ours. */}}
{{- define "weir.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- $tag := $image.tag | default $root.Values.image.tag | default $root.Chart.AppVersion -}}
{{- if $root.Values.image.registry -}}{{ trimSuffix "/" $root.Values.image.registry }}/{{- end -}}
{{ $image.repository }}:{{ $tag }}
{{- end -}}

{{/* Where people reach the dashboard, or nothing. */}}
{{- define "weir.publicUrl" -}}
{{- if .Values.publicUrl -}}
{{- trimSuffix "/" .Values.publicUrl -}}
{{- else if and .Values.ingress.enabled .Values.ingress.hosts (not (hasPrefix "*" (first .Values.ingress.hosts))) -}}
{{- printf "%s://%s" (ternary "https" "http" (ne .Values.ingress.tlsSecretName "")) (first .Values.ingress.hosts) -}}
{{- end -}}
{{- end -}}

{{- define "weir.scheme" -}}
{{- ternary "http" "https" .Values.aggregator.tls.plainHttp -}}
{{- end -}}

{{/* The Deployments of the aggregator, as a YAML list: what each is called, its roles, and its values. */}}
{{- define "weir.deployments" -}}
{{- $values := .Values.aggregator -}}
{{- $all := list -}}
{{- if not $values.enabled -}}
{{- else if eq $values.layout "together" -}}
{{- $all = append $all (dict "name" "aggregator" "roles" "ingest,analyse,api" "values" $values.together) -}}
{{- else -}}
{{- range list "ingest" "analyse" "api" -}}
{{- $all = append $all (dict "name" . "roles" . "values" (index $values .)) -}}
{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* Whether the chart runs the database: `true`, or nothing. */}}
{{- define "weir.ownDatabase" -}}
{{- if and .Values.aggregator.enabled .Values.database.enabled -}}true{{- end -}}
{{- end -}}

{{/* The component that serves the API. */}}
{{- define "weir.apiComponent" -}}
{{- ternary "aggregator" "api" (eq .Values.aggregator.layout "together") -}}
{{- end -}}
