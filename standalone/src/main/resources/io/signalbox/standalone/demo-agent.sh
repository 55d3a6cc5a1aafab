#!/bin/sh
# Stands in for a coding agent: writes its task into NOTES.md, and tells what it does, a JSON object a line.
if [ "$1" = --version ]; then
  echo "demo-agent 1.0"
  exit 0
fi
task=$(cat)
echo '{"type": "tool", "name": "writes NOTES.md"}'
printf '%s\n' "- $task" >> NOTES.md
printf '{"type": "result", "text": "NOTES.md has your task now.", "input": %d, "output": 8}\n' $((${#task} / 4 + 1))
