workspace "Model platform" {
    model {
        scientist = person "Data scientist"
        platform = softwareSystem "Platform" "Trains and serves" {
            trainer = container "Trainer" "Fits models" "Python" "Batch"
            registry = container "Registry" "Keeps models" "S3" "Store"
            serving = container "Serving" "Answers requests" "Rust" "Online" {
                router = component "Router"
                shadow = component "Shadow model" "Answers beside the real one" "ONNX" "Model,Experimental"
            }
            monitor = container "Monitor" "Watches for drift"
        }
        scientist -> trainer "Starts"
        trainer -> registry "Stores models in"
        registry -> serving "Is loaded by"
        router -> shadow "Copies requests to" "Queue" "Asynchronous"
        serving -> monitor "Logs to"

        deploymentEnvironment "Staging" {
            deploymentNode "Laptop" {
                containerInstance trainer
                containerInstance registry
                containerInstance serving
            }
        }
        production = deploymentEnvironment "Production" {
            deploymentNode "Cluster" "Shared" "Kubernetes" "Cloud" 3 {
                gpuPool = deploymentNode "GPU pool" {
                    trainerLive = containerInstance trainer
                }
                servingPool = deploymentNode "Serving pool" "" "" "" "1..N" {
                    containerInstance serving
                    containerInstance monitor
                    cache = infrastructureNode "Cache" "" "Redis"
                    -> cache "Reads"
                }
            }
            gpuPool -> servingPool "Ships to" "" "Nightly"
        }
    }
    views {
        systemContext platform "Context" {
            include *
            autoLayout tb
        }
        deployment platform "Staging" "Staging" {
            include *
            autoLayout rl 150 150
        }
        deployment platform production "Production" {
            include *
        }
    }
}
