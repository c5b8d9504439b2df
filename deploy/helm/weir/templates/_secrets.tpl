{{- define "weir.keysSecret" -}}
{{- .Values.keys.existingSecret | default (printf "%s-keys" (include "weir.fullname" .)) -}}
{{- end -}}

{{- define "weir.natsSecret" -}}
{{- if .Values.nats.enabled -}}
{{- .Values.nats.existingSecret | default (printf "%s-nats-keys" (include "weir.fullname" .)) -}}
{{- else -}}
{{- .Values.nats.external.keysSecret -}}
{{- end -}}
{{- end -}}

{{- define "weir.certificateSecret" -}}
{{- .Values.aggregator.tls.existingSecret | default (printf "%s-certificate" (include "weir.fullname" .)) -}}
{{- end -}}

{{- define "weir.databaseSecret" -}}
{{- .Values.database.existingSecret | default (printf "%s-database" (include "weir.fullname" .)) -}}
{{- end -}}

{{/*
A secret is made once: what the cluster holds goes on. What is made here is kept for the rest of this rendering, so that
the Secret and the checksums of pods agree.
*/}}
{{- define "weir.secretData" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $keys := index . 2 -}}
{{- $made := get $root.Values "made" | default dict -}}
{{- if not (hasKey $made $name) -}}
{{- $found := (lookup "v1" "Secret" $root.Release.Namespace $name).data | default dict -}}
{{- $data := dict -}}
{{- range $keys -}}
{{- $fresh := ternary (randBytes 32) (printf "w%s" (randAlphaNum 31)) (eq . "secret-keys") -}}
{{- $_ := set $data . (get $found . | default (b64enc $fresh)) -}}
{{- end -}}
{{- $_ := set $made $name $data -}}
{{- $_ := set $root.Values "made" $made -}}
{{- end -}}
{{- toYaml (get $made $name) -}}
{{- end -}}

{{/* Takes a list of the root, a name, its keys and a component. */}}
{{- define "weir.secret" -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ index . 1 }}
  labels: {{- include "weir.labels" (list (index . 0) (index . 3)) | nindent 4 }}
  annotations:
    # What it opens outlives a release: volumes, and sealed secrets in the database.
    helm.sh/resource-policy: keep
type: Opaque
data: {{- include "weir.secretData" . | nindent 2 }}
{{- end -}}

{{/* Of what is there before the release is, and as long as it is installed or changed; takes its turn. */}}
{{- define "weir.beforeAll" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}

{{/* What changes when a secret does, ours or another's; without a cluster to ask, the names of those of others. */}}
{{- define "weir.checksum" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $keys := index . 2 -}}
{{- $isOurs := index . 3 -}}
{{- if $isOurs -}}
{{- include "weir.secretData" (list $root $name $keys) | sha256sum -}}
{{- else -}}
{{- (lookup "v1" "Secret" $root.Release.Namespace $name).data | default $name | toJson | sha256sum -}}
{{- end -}}
{{- end -}}

{{/* What the chart makes itself is made after this is rendered, once: its name is enough. */}}
{{- define "weir.natsChecksum" -}}
{{- if and .Values.nats.enabled (not .Values.nats.existingSecret) -}}
{{- include "weir.natsSecret" . | sha256sum -}}
{{- else -}}
{{- range list (include "weir.natsSecret" .) .Values.nats.external.existingSecret -}}
{{- with . -}}{{- include "weir.checksum" (list $ . list false) | trunc 32 -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "weir.databaseChecksum" -}}
{{- if .Values.database.enabled -}}
{{- include "weir.checksum" (list . (include "weir.databaseSecret" .) (list "password") (not .Values.database.existingSecret)) -}}
{{- else -}}
{{- include "weir.checksum" (list . .Values.database.external.existingSecret list false) -}}
{{- end -}}
{{- end -}}

{{- define "weir.keysChecksum" -}}
{{- include "weir.checksum" (list . (include "weir.keysSecret" .) (list "secret-keys") (not .Values.keys.existingSecret)) -}}
{{- end -}}
