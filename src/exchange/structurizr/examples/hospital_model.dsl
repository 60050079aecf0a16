model = container "Model" "Estimates urgency" "ONNX" "Model" {
    explainer = component "Explainer"
}
