//! What kind of component or node an element of another tool most likely is, by the words that describe it.

/// Words that give a kind away, the more telling first.
const COMPONENT_WORDS: [(&str, &[&str]); 14] = [
    ("feature_store", &["feature store", "features store", "feast"]),
    ("model_registry", &["model registry", "mlflow"]),
    ("training_pipeline", &["training", "trainer", "retrain", "training pipeline"]),
    (
        "inference_service",
        &[
            "model",
            "inference",
            "predictor",
            "prediction",
            "scoring",
            "classifier",
            "recommender",
            "ranker",
            "detector",
        ],
    ),
    ("monitoring", &["monitor", "monitoring", "prometheus", "grafana", "telemetry"]),
    ("cache", &["cache", "redis", "memcached"]),
    ("queue", &["queue", "kafka", "rabbitmq", "topic", "bus", "broker", "sqs", "nats", "pubsub"]),
    (
        "data_store",
        &[
            "database",
            "db",
            "sql",
            "postgres",
            "postgresql",
            "mysql",
            "sqlite",
            "oracle",
            "mongodb",
            "cassandra",
            "s3",
            "bucket",
            "storage",
            "store",
            "warehouse",
            "lake",
            "repository",
            "registry",
            "log",
        ],
    ),
    ("gateway", &["gateway", "load balancer", "balancer", "nginx", "proxy", "ingress", "haproxy"]),
    (
        "client_app",
        &["browser", "mobile", "ios", "android", "app", "single-page", "spa", "react", "angular", "frontend", "pages"],
    ),
    ("data_source", &["sensor", "camera", "feed"]),
    ("safeguard", &["safeguard", "guard", "rules"]),
    ("labelling_service", &["labelling", "labeling", "annotation"]),
    ("reviewer", &["reviewer", "operator", "moderator"]),
];

/// As [`COMPONENT_WORDS`], for places where things run.
const NODE_WORDS: [(&str, &[&str]); 4] = [
    ("accelerated_cloud", &["gpu", "cuda", "tpu"]),
    ("user_device", &["phone", "mobile", "laptop", "tablet", "browser", "desktop", "computer", "ios", "android"]),
    ("edge_box", &["edge", "raspberry", "jetson", "iot", "robot", "vehicle", "camera"]),
    (
        "cloud_region",
        &["aws", "amazon", "azure", "gcp", "google", "cloud", "kubernetes", "region", "cluster", "heroku", "docker"],
    ),
];

/// The most likely kind of a component. Technology and tags say more than names.
pub(super) fn component_kind(name: &str, technology: &str, tags: &[String]) -> &'static str {
    likely(&COMPONENT_WORDS, &[technology, &tags.join(" "), name]).unwrap_or("service")
}

/// The most likely kind of a deployment node.
pub(super) fn node_kind(name: &str, technology: &str) -> &'static str {
    telling_node_kind(name, technology).unwrap_or("on_premises")
}

/// The kind of a deployment node that its words give away, if they do.
pub(super) fn telling_node_kind(name: &str, technology: &str) -> Option<&'static str> {
    likely(&NODE_WORDS, &[technology, name])
}

fn likely(table: &[(&'static str, &[&str])], texts: &[&str]) -> Option<&'static str> {
    texts.iter().find_map(|text| {
        let text = text.to_lowercase();
        let words: Vec<&str> =
            text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let sentence = format!(" {} ", words.join(" "));
        let says = |word: &&str| sentence.contains(&format!(" {} ", word.replace('-', " ")));
        table.iter().find(|(_, giveaways)| giveaways.iter().any(says)).map(|(kind, _)| *kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::catalog;

    #[test]
    fn words_give_kinds_away() {
        for (name, technology, expected) in [
            ("Orders", "PostgreSQL 16", "data_store"),
            ("Basket", "Kafka topic", "queue"),
            ("Single-page application", "TypeScript, React", "client_app"),
            ("Fraud model", "", "inference_service"),
            ("Feature store", "", "feature_store"),
            ("Appointments", "Java", "service"),
        ] {
            assert_eq!(component_kind(name, technology, &[]), expected, "{name}");
        }
        assert_eq!(node_kind("Customer's computer", "Microsoft Windows"), "user_device");
        assert_eq!(node_kind("bigbank-web***", "Ubuntu"), "on_premises");
    }

    #[test]
    fn all_kinds_are_in_the_catalogue() {
        assert!(COMPONENT_WORDS.iter().all(|(kind, _)| catalog().component_kind(kind).is_some()));
        assert!(NODE_WORDS.iter().all(|(kind, _)| catalog().node_kind(kind).is_some()));
    }
}
