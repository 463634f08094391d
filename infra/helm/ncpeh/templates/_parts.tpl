{{/* Labels that select the pods of one service. Call with (dict "root" $ "name" "ncp-a"). */}}
{{- define "ncpeh.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/part-of: ncpeh
{{- end }}

{{- define "ncpeh.labels" -}}
{{ include "ncpeh.selector" . }}
app.kubernetes.io/version: {{ .root.Values.images.tag | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- define "ncpeh.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "ncpeh.containerSecurity" -}}
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
privileged: false
capabilities: { drop: [ALL] }
{{- end }}

{{/*
A mounted Secret can be read by a group, and a key that others may read is refused (TLS-43). So what is mounted is laid into memory,
for the account of the service alone, before it starts.
*/}}
{{- define "ncpeh.secretsInMemory" -}}
- name: secrets
  image: "{{ .root.Values.images.registry }}/{{ .image }}:{{ .root.Values.images.tag }}"
  imagePullPolicy: {{ .root.Values.images.pullPolicy }}
  command: ["sh", "-c", "exec install --mode=0400 --target-directory=/run/secrets/ncp /run/secrets/given/*"]
  securityContext: {{- include "ncpeh.containerSecurity" . | nindent 4 }}
  resources:
    requests: { cpu: 10m, memory: 16Mi }
    limits: { cpu: 100m, memory: 32Mi }
  volumeMounts:
    - { name: secrets-given, mountPath: /run/secrets/given, readOnly: true }
    - { name: secrets, mountPath: /run/secrets/ncp }
{{- end }}

{{- define "ncpeh.secretVolumes" -}}
- name: secrets-given
  secret: { secretName: {{ .secret }}, defaultMode: 0440 }
- name: secrets
  emptyDir: { medium: Memory, sizeLimit: 1Mi }
{{- end }}

{{/*
Where the database is, over TLS and with its certificate held against the authority and the name; nothing else is spoken. Call with
(dict "root" $ "user" "ncp_a@").
*/}}
{{- define "ncpeh.databaseUrl" -}}
{{- $d := .root.Values.database -}}
postgres://{{ .user }}{{ $d.host }}:{{ $d.port }}/{{ $d.name }}?sslmode=verify-full&sslrootcert=/etc/ncp/{{ $d.ca }}
{{- end }}

{{/* A peer list of a network policy from CIDRs; an empty list would mean everybody, so the rule must not be written then. */}}
{{- define "ncpeh.cidrs" -}}
{{- range . }}
- ipBlock: { cidr: {{ . }} }
{{- end }}
{{- end }}

{{/* Rules of a network policy. A rule with an empty list of peers would let everybody through: it is not written then. */}}
{{- define "ncpeh.to" -}}
{{- if .cidrs }}
- to: {{- include "ncpeh.cidrs" .cidrs | nindent 4 }}
  ports:
    {{- range .ports }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end }}
{{- end }}

{{- define "ncpeh.from" -}}
{{- if .cidrs }}
- from: {{- include "ncpeh.cidrs" .cidrs | nindent 4 }}
  ports: [{ protocol: TCP, port: {{ .port }} }]
{{- end }}
{{- end }}

{{- define "ncpeh.toService" -}}
- to: [{ podSelector: { matchLabels: { app.kubernetes.io/name: {{ .to }}, app.kubernetes.io/instance: {{ .root.Release.Name }} } } }]
  ports: [{ protocol: TCP, port: {{ .port }} }]
{{- end }}

{{- define "ncpeh.dns" -}}
- to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
  ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
{{- end }}
