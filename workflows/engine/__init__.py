"""The process engine: runs BPMN diagrams as pure steps from state to state. The only importer of SpiffWorkflow."""
