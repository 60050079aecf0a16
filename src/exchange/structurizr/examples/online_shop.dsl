// An online shop that recommends what to buy next.
!const SHOP_NAME "Online shop"
!var TEAM "Catalogue team"

workspace "${SHOP_NAME}" "Sells books and recommends more of them" {

    # Identifiers are unique in the whole workspace.
    !identifiers flat
    !impliedRelationships false
    !docs docs
    properties {
        "owner" "${TEAM}"
        "review.date" 2025-03-01
    }

    model {
        properties {
            "structurizr.groupSeparator" "/"
        }
        archetypes {
            service = container {
                technology "Rust"
                tags "Service"
            }
            http = -> {
                technology "HTTP"
            }
        }

        customer = person "Customer" "Buys \"good\" books" "External,Human" {
            url https://example.org/customers
        }
        clerk = person Clerk

        group "Company" {
            group "Selling" {
                shop = softwareSystem "${SHOP_NAME}" "Takes orders\nand payments" "Core" {
                    !adrs decisions
                    perspectives {
                        "Security" "Holds addresses"
                    }
                    group "Front" {
                        web = container "Web pages" "What customers see" "TypeScript" "Browser" {
                            -> customer "Never used" {
                                tags "Dead"
                            }
                        }
                    }
                    basket = service "Basket"
                    orders = container "Orders" {
                        description """
                            Keeps orders.
                              Says "thank you".
                            """
                        technology "PostgreSQL"
                        tag "Store"
                        tags "Slow" "Backed up, Audited"
                        properties {
                            "rows" "2,000,000"
                        }
                    }
                    recommender = container "Recommender" "Guesses the next book" \
                        "Python" "Model" {
                        ranking = component "Ranking model" "Orders the candidates" "Gradient boosting" "Model"
                        features = component "Features" {
                            technology "DuckDB"
                            this -> ranking "Feeds" "Arrow"
                            group "Data"
                        }
                    }
                }
            }
            mail = softwareSystem "Mail"
        }
        printer = element "Label printer" "Hardware" "Prints addresses" "Device"

        /* Relationships may come
           after everything else. */
        buys = customer -> web "Buys at" "Browser" "Main,Fast"
        web -> recommender "Asks for books" "gRPC" {
            url https://example.org/recommend
            properties {
                "p99" "80 ms"
            }
        }
        web --http-> basket "Fills"
        orders -> mail "Sends receipts"
        clerk -> printer

        live = deploymentEnvironment "Live" {
            blue = deploymentGroup "Blue"
            green = deploymentGroup "Green"
            deploymentNode "Cloud" "Rented" "Kubernetes" "Region" {
                balancer = infrastructureNode "Balancer" "Spreads requests" "nginx" "Edge" {
                    url https://example.org/balancer
                }
                group "Zone A" {
                    pool = deploymentNode "Pool" {
                        instances "2..8"
                        technology "Virtual machine"
                        properties {
                            "cores" 8
                        }
                        webInstance = containerInstance web blue,green "Canary" {
                            healthCheck "Alive" https://example.org/health 60 5
                        }
                        instanceOf recommender green
                        softwareSystemInstance mail
                    }
                }
                balancer -> webInstance "Forwards to" "HTTPS"
            }
            web -/> recommender
            pool -> mail "Reports to"
        }
    }

    views {
        properties {
            "structurizr.sort" "key"
        }
        systemLandscape "Everything" "All there is" {
            include *
            exclude "element.tag==Dead" printer
            autoLayout
        }
        systemContext shop "Shop-Context" {
            title "Shop"
            include *
            animation {
                customer
                shop mail
            }
            default
            autoLayout lr 200 100
        }
        container shop "Shop-Containers" {
            include ->web-> *
        }
        component recommender {
            include *
            animationStep ranking
            properties {
                "a" "b"
            }
        }
        dynamic shop "Buying" "A customer buys" {
            customer -> web "Opens" "HTTPS"
            {
                {
                    web -> recommender
                }
                {
                    2a: web -> basket "Adds"
                }
            }
            buys "Pays" {
                url https://example.org/pay
            }
            autoLayout bt 100 100
        }
        deployment shop live "Live-Shop" {
            include *
        }
        filtered "Shop-Containers" exclude "Slow,Dead" "Fast" "What is fast"
        custom "Devices" "Things" "What stands around" {
            include printer
        }
        image shop "Photo" {
            image photo.png
        }
        styles {
            element "Model" {
                shape Hexagon
                background #ff8800
            }
        }
        theme default
        terminology {
            person "Actor"
        }
    }

    configuration {
        scope softwaresystem
        visibility private
        users {
            anna@example.org write
        }
        properties {
            "x" "y"
        }
    }

    !script groovy {
        workspace.model.people.each {
            println("it's { " + it)
        }
    }
}
